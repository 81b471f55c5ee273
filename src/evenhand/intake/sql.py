"""The statements behind `receive`. They run in its transaction, on one temporary table a batch."""

STAGE = """
create temporary table if not exists staged (
    place bigint generated always as identity,
    native_id text, parent_native_id text, post_native_id text, post_text text, post_url text,
    post_created_at timestamptz, author_native_id text, author_handle text, author_name text, author_url text,
    url text, text text, attachments text[], created_at timestamptz, edited_at timestamptz, state text,
    payload bytea, words_sha256 bytea, fingerprint bigint
) on commit delete rows;
truncate staged;
"""

COPY = """
copy staged (native_id, parent_native_id, post_native_id, post_text, post_url, post_created_at, author_native_id,
    author_handle, author_name, author_url, url, text, attachments, created_at, edited_at, state, payload,
    words_sha256, fingerprint) from stdin
"""

POSTS = """
insert into intake_post as held (channel_id, native_id, url, text, created_at)
select distinct on (post_native_id) %(channel)s, post_native_id, post_url, post_text, post_created_at
from staged where post_native_id <> '' order by post_native_id, place desc
on conflict (channel_id, native_id) do update
set url = coalesce(nullif(excluded.url, ''), held.url), text = coalesce(nullif(excluded.text, ''), held.text),
    created_at = coalesce(excluded.created_at, held.created_at)
where (held.url, held.text, held.created_at) is distinct from
    (coalesce(nullif(excluded.url, ''), held.url), coalesce(nullif(excluded.text, ''), held.text),
     coalesce(excluded.created_at, held.created_at))
"""

AUTHORS = """
insert into intake_author as held (body_id, platform, native_id, handle, name, url)
select distinct on (author_native_id) %(body)s, %(platform)s, author_native_id, author_handle, author_name, author_url
from staged where author_native_id <> '' order by author_native_id, place desc
on conflict (body_id, platform, native_id) do update
set handle = coalesce(nullif(excluded.handle, ''), held.handle), name = coalesce(nullif(excluded.name, ''), held.name),
    url = coalesce(nullif(excluded.url, ''), held.url)
where (held.handle, held.name, held.url) is distinct from
    (coalesce(nullif(excluded.handle, ''), held.handle), coalesce(nullif(excluded.name, ''), held.name),
     coalesce(nullif(excluded.url, ''), held.url))
"""

NEW_COMMENTS = """
with added as (
    insert into intake_comment (channel_id, native_id, post_id, parent_native_id, author_id, url, created_at,
        received_at, state, revision, words_sha256, fingerprint)
    select %(channel)s, staged.native_id, post.id, staged.parent_native_id, author.id, staged.url, staged.created_at,
        %(at)s, staged.state, 1, staged.words_sha256, staged.fingerprint
    from staged
    left join intake_post post on post.channel_id = %(channel)s and post.native_id = staged.post_native_id
    left join intake_author author on author.body_id = %(body)s and author.platform = %(platform)s
        and author.native_id = staged.author_native_id
    order by staged.place
    on conflict (channel_id, native_id) do nothing
    returning id, native_id
)
insert into intake_revision (comment_id, number, text, attachments, payload, edited_at, received_at)
select added.id, 1, staged.text, staged.attachments, staged.payload, staged.edited_at, %(at)s
from added join staged using (native_id) order by staged.place
returning id
"""

REVISED_COMMENTS = """
with changed as (
    select comment.id, staged.place
    from staged join intake_comment comment on comment.channel_id = %(channel)s and comment.native_id = staged.native_id
    join intake_revision held on held.comment_id = comment.id and held.number = comment.revision
    where comment.words_sha256 <> staged.words_sha256
        and coalesce(staged.edited_at, comment.created_at) >= coalesce(held.edited_at, comment.created_at)
    order by comment.id for update of comment
), renumbered as (
    update intake_comment comment
    set revision = comment.revision + 1, words_sha256 = staged.words_sha256, fingerprint = staged.fingerprint
    from changed join staged using (place) where comment.id = changed.id
    returning comment.id, comment.revision, staged.place
)
insert into intake_revision (comment_id, number, text, attachments, payload, edited_at, received_at)
select renumbered.id, renumbered.revision, staged.text, staged.attachments, staged.payload, staged.edited_at, %(at)s
from renumbered join staged using (place)
returning id
"""

REPEATS = """
select mine.id, (
    select count(*) from intake_comment other
    where other.author_id = mine.author_id and other.fingerprint = mine.fingerprint and other.id < mine.id)
from intake_comment mine where mine.id = any(%s) and mine.author_id is not null
"""

REMEMBER_IDS = (
    "create temporary table if not exists ids_in_file (id text primary key, line bigint); truncate ids_in_file"
)

SEEN_BEFORE = """
with given as (select * from unnest(%s::text[], %s::bigint[]) as given(id, line)),
added as (insert into ids_in_file select id, line from given on conflict (id) do nothing returning id)
select given.id, held.line from given join ids_in_file held using (id)
where given.id not in (select id from added)
"""
