"""The statements that find copies and count how fast somebody writes. Each is bounded, whatever goes round."""

ALIKE = """
select mine.comment_id, found.comment_id
from intake_sketch_key mine cross join lateral (
    select other.comment_id from intake_sketch_key other
    where other.body_id = mine.body_id and other.key = mine.key
        and other.created_at >= mine.created_at - interval '30 days'
        and (other.created_at, other.comment_id) < (mine.created_at, mine.comment_id)
    order by other.created_at desc, other.comment_id desc limit 20) found
where mine.comment_id = any(%(comments)s) and mine.body_id = %(body)s
group by 1, 2
"""

ALIKE_OF_OWN = """
with account as (select * from unnest(%(authors)s::bigint[], %(accounts)s::bigint[]) as account(author_id, other_id))
select mine.id, own.id
from intake_comment mine join account on account.author_id = mine.author_id cross join lateral (
    select other.id from intake_comment other
    where other.author_id = account.other_id
        and other.created_at >= mine.created_at - interval '30 days'
        and (other.created_at, other.id) < (mine.created_at, mine.id)
    order by other.created_at desc, other.id desc limit 50) own
where mine.id = any(%(comments)s) and exists (
    select 1 from intake_sketch_key theirs join intake_sketch_key ours on ours.key = theirs.key
    where theirs.comment_id = own.id and ours.comment_id = mine.id and ours.body_id = %(body)s)
"""

PACE = """
with account as (select * from unnest(%(authors)s::bigint[], %(accounts)s::bigint[]) as account(author_id, other_id))
select mine.id, count(*) filter (where theirs.lately),
    count(distinct theirs.post_id) filter (where theirs.lately), count(*),
    count(distinct theirs.post_id)
from intake_comment mine join account on account.author_id = mine.author_id cross join lateral (
    select other.post_id, other.created_at > mine.created_at - interval '10 minutes' as lately
    from intake_comment other
    where other.author_id = account.other_id
        and other.created_at > mine.created_at - interval '1 day' and other.created_at <= mine.created_at
    order by other.created_at desc limit 500) theirs
where mine.id = any(%(comments)s)
group by mine.id
"""
