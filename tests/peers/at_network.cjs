// The AT Protocol's own software: directory, server, network view, moderation service. One line of JSON when it is up.
'use strict'
const { createRequire } = require('node:module')
const { TestNetwork } = createRequire(`${process.env.PEER_FOLDER}/`)('@atproto/dev-env')

async function main() {
  const [plc, pds, bsky, ozone] = process.env.PEER_PORTS.split(',').map(Number)
  const network = await TestNetwork.create({
    dbPostgresSchema: 'peers',
    plc: { port: plc },
    pds: { port: pds, hostname: 'localhost', enableDidDocWithSession: true },
    bsky: { port: bsky, publicUrl: `http://localhost:${bsky}` },
    ozone: { port: ozone },
  })
  const stop = () => network.close().finally(() => process.exit(0))
  process.on('SIGTERM', stop)
  process.stdin.on('end', stop).resume() // whoever started us is gone
  console.log(JSON.stringify({ server: network.pds.url, labeller: network.ozone.ctx.cfg.service.did }))
}

main().catch((broken) => {
  console.error(broken)
  process.exit(1)
})
