-- Raises a subject's day and month to what the ledger says, where they hold less, and lets its budgets be claimed: they were lost, or
-- are new. Twice is as good as once.
-- KEYS: epoch, the subject's budgets (b). ARGV: epoch, lease, day, tokens, nano, month, tokens, nano. Answer: 1.
for at, letter in pairs({ [3] = 'd', [6] = 'm' }) do
    local field = letter .. ARGV[at]
    local t, n = pair(call('HGET', KEYS[2], field))
    call('HSET', KEYS[2], field, pack(PAIR, math.max(t, tonumber(ARGV[at + 1])), math.max(n, tonumber(ARGV[at + 2]))))
end

call('HSET', KEYS[2], OPENED, '1')
call('PEXPIRE', KEYS[2], 40 * DAY)
return '1'
