"""Mina åtaganden, handlingsplaner and Uppföljning: what is to be done, by whom and when, and what became of it."""
