import Control
import Playout
import Store

func deleteChannel(_ call: Call) throws {
  let channel = try call.channel().channel
  try call.studio.store.deleteChannel(channel.id)
  call.stopQuietly(channel.id)
  try call.guideChanged()
  call.publish(.channels, "deleted")
}
