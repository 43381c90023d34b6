-- Replaces a note that replicas keep together, if nobody else did. It is no part of the counters and knows no epoch.
-- KEYS: the note.
-- ARGV: the revision that is replaced (0 for none), the next one, the text, and how many seconds it is kept.
-- Answer: 1, or '!' when another was first.
if (redis.call('HGET', KEYS[1], 'revision') or '0') ~= ARGV[1] then
    return '!'
end

redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'text', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return '1'
