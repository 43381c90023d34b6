-- Raises a subject's day and month to the ledger's totals where they hold less, and opens its budgets for claims: they were lost, or are
-- new. Idempotent.
-- KEYS: epoch, the subject's budgets (b).
-- ARGV: epoch, lease, day, its amounts, month, its amounts.
-- Answer: 1.
for at, letter in pairs({ [3] = 'd', [5] = 'm' }) do
    local field = letter .. ARGV[at]
    local held, ledger = budget(call('HGET', KEYS[2], field)), amount(ARGV[at + 1])
    for i = 1, METERS do
        held[i] = math.max(held[i], ledger[i])
    end
    call('HSET', KEYS[2], field, packed(held))
end

call('HSET', KEYS[2], OPENED, '1')
call('PEXPIRE', KEYS[2], 40 * ONE_DAY)
return '1'
