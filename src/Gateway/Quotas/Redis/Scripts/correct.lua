-- Adds to a subject's day and month what they lack of the ledger, or takes away what they have too much.
-- All replicas find the same difference; the first one corrects it, and the others may not for a while.
-- KEYS: epoch, the subject's lock, its budgets (b). ARGV: epoch, lease, milliseconds of the lock, day tokens nano month tokens nano.
-- Answer: 1, or 0 when another has done it.
if not call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[3]) then
    return '0'
end

for at, letter in pairs({ [4] = 'd', [7] = 'm' }) do
    local field = letter .. ARGV[at]
    local t, n = pair(call('HGET', KEYS[3], field))
    call('HSET', KEYS[3], field, pack(PAIR, math.max(0, t + ARGV[at + 1]), math.max(0, n + ARGV[at + 2])))
end

call('PEXPIRE', KEYS[3], 40 * DAY)
return '1'
