-- The path breaks ties, so that the same rows come in the same order on every engine.
select
  page_path as path,
  count(*) as views,
  count(distinct visitor_id) as visitors
from human_events
where name = 'page_view' and page_path is not null
group by page_path
order by views desc, path
limit 20
