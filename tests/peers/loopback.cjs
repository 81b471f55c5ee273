// Nothing in this process listens anywhere but on this machine: the network's own start-up names no host.
'use strict'
const { Server } = require('node:net')

const listen = Server.prototype.listen
Server.prototype.listen = function (first, ...rest) {
  const isOptions = typeof first === 'object' && first !== null
  if (isOptions && first.port !== undefined) return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest)
  if (isOptions || (typeof first === 'string' && !/^\d+$/.test(first)) || typeof first === 'function') {
    return listen.call(this, first, ...rest)
  }
  const ready = rest.find((each) => typeof each === 'function')
  return listen.call(this, { port: Number(first ?? 0), host: '127.0.0.1' }, ...(ready ? [ready] : []))
}
