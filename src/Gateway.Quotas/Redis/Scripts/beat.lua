-- Signals that a replica is alive and that these counters are current.
-- KEYS: epoch, inst, the replica's beats, run.
-- ARGV: epoch, lease, the replica's name, how long it counts as alive, how many times it has signalled before.
-- Answer: the number of live replicas, the number of this replica's signals, and 1 if this is not the server run in which all have found
-- the counters complete. All are 0, and nothing is written, if fewer signals are stored here than the replica knows of: then this is an
-- older copy.
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
