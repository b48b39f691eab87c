select count(distinct session_id) as sessions
from human_events
