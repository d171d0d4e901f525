-- the tables of an index of version 2, which is upgraded in place
create table meta (key text primary key, value text not null) without rowid;
create table feed (source_id text primary key, state blob not null) without rowid;
create table file (path text primary key, stat text not null, entry_id text not null) without rowid;
create table entry (
    entry_id text primary key, of text not null, source_id text not null, guid text not null, link text not null,
    title text not null, published text not null, first_seen text not null, story text not null,
    story_fixed integer not null, feed_hash text not null, slug text not null
) without rowid;
create index entry_of on entry (of);
create index entry_source on entry (source_id);
create index entry_first_seen on entry (first_seen);
create index entry_story on entry (story);
create table fingerprint (
    entry_id text primary key, first_seen text not null, text blob not null, profile blob not null
) without rowid;
create table trace (entry_id text primary key, seen text not null, notes blob not null) without rowid;
create table dropped (entry_id text primary key, seen text not null, body blob not null) without rowid;
create index dropped_seen on dropped (seen);
pragma user_version = 2;
