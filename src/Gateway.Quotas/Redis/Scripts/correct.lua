-- Corrects a subject's day and month to match the ledger, up or down. All replicas find the same difference; the first one corrects it, and
-- the others may not for a while.
-- KEYS: epoch, the subject's lock, its budgets (b).
-- ARGV: epoch, lease, milliseconds of the lock, day, its amounts, month, its amounts.
-- Answer: 1, or 0 when another replica has done it.
if not call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[3]) then
    return '0'
end

for at, letter in pairs({ [4] = 'd', [6] = 'm' }) do
    local field = letter .. ARGV[at]
    local sum = plus(budget(call('HGET', KEYS[3], field)), amount(ARGV[at + 1]))
    for i = 1, METERS do
        sum[i] = math.max(0, sum[i])
    end
    call('HSET', KEYS[3], field, packed(sum))
end

call('PEXPIRE', KEYS[3], 40 * ONE_DAY)
return '1'
