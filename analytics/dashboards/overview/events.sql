-- Bots included: everything that was accepted.
select count(*) as events
from events
