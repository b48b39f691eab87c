select count(*) as page_views
from human_events
where name = 'page_view'
