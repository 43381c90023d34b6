-- Says that a replica lives. KEYS: epoch, inst. ARGV: epoch, lease, the replica's name, how long it counts.
-- Answer: how many replicas live.
call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now))
call('ZADD', KEYS[2], text(now + tonumber(ARGV[4])), ARGV[3])
return text(call('ZCARD', KEYS[2]))
