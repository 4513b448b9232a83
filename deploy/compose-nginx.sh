#!/bin/sh
# compose-nginx.sh NAME [PATH]: deploy/nginx.conf for compose.yaml, for the site NAME, under PATH (/nyckeltal) where it has one.
# All replicas have the name "app" there; nginx asks for their addresses when it starts (reload it after --scale).
set -eu
cd "$(dirname "$0")"
sed -e "s/nyckeltal\.example\.se/$1/" -e 's/server 127\.0\.0\.1:8501/server app:8501/' \
  -e "s#location \(= \|~ ^\|\)/#location \1${2:-}/#" nginx.conf > nginx.compose.conf
echo "deploy/nginx.compose.conf: lägg certifikatet i deploy/certificates (fullchain.pem, privkey.pem) och starta."
