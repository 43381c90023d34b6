-- Says that a replica lives, and that time goes on for these counters.
-- KEYS: epoch, inst, the replica's beats, run.
-- ARGV: epoch, lease, the replica's name, how long it counts, how often it has said so before.
-- Answer: how many replicas live, how often this one has said so, and 1 where this is another run of a server than the one in which
-- all have found the counters whole; 0 of each, and nothing is written, where it has said so less often than it knows: this is a copy
-- of before.
local beats = tonumber(call('GET', KEYS[3]) or '0')
if beats < tonumber(ARGV[5]) then
    return { '0', '0', '0' }
end

call('SET', KEYS[3], text(beats + 1), 'PX', ONE_DAY)
call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now))
call('ZADD', KEYS[2], text(now + tonumber(ARGV[4])), ARGV[3])
local run = serverRun()
local isAnother = run ~= '' and run ~= (call('GET', KEYS[4]) or run)
return { text(call('ZCARD', KEYS[2])), text(beats + 1), isAnother and '1' or '0' }
