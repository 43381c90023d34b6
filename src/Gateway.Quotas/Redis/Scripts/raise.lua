-- Begins another term: a replica has returned to these counters after a loss, and replicas that still talk to a server with an older copy
-- must notice.
-- KEYS: epoch, who has joined.
-- ARGV: epoch, lease, the epoch's next name.
-- Answer: 1.
call('HSET', KEYS[1], FORMAT, ARGV[3])
call('DEL', KEYS[2])
return '1'
