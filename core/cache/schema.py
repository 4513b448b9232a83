"""The snapshot's tables."""

from __future__ import annotations

# Raised when a table or a column comes, so that older snapshots are known to lack it and are fetched anew when Kolada
# can be reached; until then they are read from OLDEST on. What is changed or taken away raises both.
VERSION, OLDEST = "3", 2

# Sorted on disk by the columns they are asked by: DuckDB then skips what is not asked for, and needs no index.
TABLES = """
create table meta (name varchar, content varchar);
create table kpi (
    id varchar, title varchar, description varchar, is_divided_by_gender boolean, municipality_type varchar,
    auspice varchar, operating_area varchar, perspective varchar, prel_publication_date date,
    publication_date date, publ_period integer, has_ou_data boolean,
    fetched_at timestamp, problem varchar);
create table municipality (id varchar, title varchar, type varchar);
create table municipality_group (id varchar, title varchar, member varchar);
create table value (
    kpi varchar, municipality varchar, year integer, gender varchar, value double, status varchar,
    members integer, preliminary boolean);
create table kpi_year (
    kpi varchar, gender varchar, year integer, n integer, is_open boolean, deadband double, pairs integer,
    low_cut double, high_cut double);
create table unit (id varchar, title varchar, municipality varchar);
create table unit_value (
    kpi varchar, unit varchar, municipality varchar, year integer, gender varchar, value double, status varchar);
create table unit_year (kpi varchar, gender varchar, year integer, n integer, typical_distance double);
create table change (
    seen_on date, municipality varchar, kpi varchar, gender varchar, year integer, before double, after double);
create table signal (
    municipality varchar, kpi varchar, gender varchar, year integer, value double, status varchar,
    preliminary boolean, is_open boolean,
    trend_from_year integer, trend_change double, trend_change_country double, trend_deadband double,
    trend varchar, trend_reason varchar, trend_verdict varchar,
    standing_n integer, standing_lower integer, standing_higher integer, standing_better integer,
    standing_worse integer, standing_low_cut double, standing_high_cut double, standing_best_cut double,
    standing_worst_cut double, standing varchar, standing_reason varchar);
"""
