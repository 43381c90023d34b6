// Loaded before a client: it reaches this machine only, so that nothing is told to anyone and no test waits for a network.
const dns = require('node:dns');
const { lookup } = dns;
dns.lookup = (host, options, callback) => host === 'localhost'
  ? lookup(host, options, callback)
  : (callback ?? options)(Object.assign(new Error(`${host} is not this machine`), { code: 'ENOTFOUND' }));
