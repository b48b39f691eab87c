-- A session came by the channel of its first page. Where that is `internal`, nobody else's site led here: `direct`, as in GA4.
with named as (
  select
    session_id,
    name,
    first_value(channel) over (
      partition by session_id
      order by case when channel is null then 1 else 0 end, event_at, seq, event_id
    ) as channel
  from human_events
  where session_id is not null
),
sessions as (
  select
    session_id,
    case max(channel) when 'internal' then 'direct' else coalesce(max(channel), 'unassigned') end as channel,
    count(case when name = 'purchase' then 1 end) as purchases
  from named
  group by session_id
)
select
  channel,
  count(*) as sessions,
  sum(purchases) as purchases
from sessions
group by channel
order by sessions desc, channel
