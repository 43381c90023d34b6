-- Another term begins: a replica has come back to these counters after a loss, and who still speaks to a server that has them of before
-- is to notice. KEYS: epoch, who has joined. ARGV: epoch, lease, the epoch's next name. Answer: 1.
call('HSET', KEYS[1], FORMAT, ARGV[3])
call('DEL', KEYS[2])
return '1'
