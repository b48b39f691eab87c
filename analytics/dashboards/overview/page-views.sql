select count(*) as page_views
from events
where name = 'page_view'
