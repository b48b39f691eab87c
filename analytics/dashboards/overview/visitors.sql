-- Anonymous events have no visitor: they count in page views and events, not here.
select count(distinct visitor_id) as visitors
from human_events
