-- Visitors who came at least this far, in this order. Each step takes the earliest time that is not before the step
-- before it: if any ordered passage exists, the earliest one does. Two steps may share a millisecond.
with shop as (
  select visitor_id, name, event_at
  from human_events
  where visitor_id is not null and name in ('view_item', 'add_to_cart', 'begin_checkout', 'purchase')
),
viewed as (
  select
    *,
    min(case when name = 'view_item' then event_at end)
      over (partition by visitor_id) as viewed_at
  from shop
),
added as (
  select
    *,
    min(case when name = 'add_to_cart' and event_at >= viewed_at then event_at end)
      over (partition by visitor_id) as added_at
  from viewed
),
began as (
  select
    *,
    min(case when name = 'begin_checkout' and event_at >= added_at then event_at end)
      over (partition by visitor_id) as began_at
  from added
),
visitors as (
  select
    visitor_id,
    max(viewed_at) as viewed_at,
    max(added_at) as added_at,
    max(began_at) as began_at,
    min(case when name = 'purchase' and event_at >= began_at then event_at end) as purchased_at
  from began
  group by visitor_id
)
select
  steps.step,
  steps.name,
  count(
    case steps.step
      when 1 then visitors.viewed_at
      when 2 then visitors.added_at
      when 3 then visitors.began_at
      else visitors.purchased_at
    end
  ) as visitors
from (
  values (1, 'view_item'), (2, 'add_to_cart'), (3, 'begin_checkout'), (4, 'purchase')
) as steps (step, name)
left join visitors on true
group by steps.step, steps.name
order by steps.step
