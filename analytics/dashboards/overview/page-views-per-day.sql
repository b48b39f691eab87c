-- Days are UTC days. A day without page views has no row.
select
  cast(event_at as date) as day,
  count(*) as page_views
from human_events
where name = 'page_view'
group by cast(event_at as date)
order by day
