"use server";

import { z } from "zod";
import { action } from "#app/action.ts";
import { type Actor, authorize, authorizeOrg } from "#server/access.ts";
import { channelChangeSchema, newChannelSchema } from "#server/channel-shape.ts";
import {
  addChannel,
  type ChannelAccess,
  changeChannel,
  pauseChannel,
  removeChannel,
  rotateSecret,
  testChannel,
} from "#server/channels.ts";
import { sendAgain, sendFailedAgain } from "#server/delivery-log.ts";

/** Of a project by its slug, else the person's own. */
const slug = z.string().nullable();
const one = z.strictObject({ slug, id: z.string() });

async function prove(actor: Actor, of: string | null): Promise<ChannelAccess> {
  return of === null ? authorizeOrg(actor, "own.profile") : authorize(actor, of, "channel.manage");
}

export const addChannelAction = action(z.strictObject({ slug, channel: newChannelSchema }), async (actor, input) => {
  const { id, secret } = await addChannel(await prove(actor, input.slug), input.channel);
  return { id, secret };
});

export const changeChannelAction = action(
  z.strictObject({ ...one.shape, channel: channelChangeSchema }),
  async (actor, input) => {
    const { id } = await changeChannel(await prove(actor, input.slug), input.id, input.channel);
    return { id, secret: null };
  },
);

export const pauseChannelAction = action(
  z.strictObject({ ...one.shape, paused: z.boolean() }),
  async (actor, input) => {
    await pauseChannel(await prove(actor, input.slug), input.id, input.paused);
  },
);

export const removeChannelAction = action(one, async (actor, input) => {
  await removeChannel(await prove(actor, input.slug), input.id);
});

export const rotateSecretAction = action(one, async (actor, input) => {
  const { secret } = await rotateSecret(await prove(actor, input.slug), input.id);
  return { secret };
});

export const testChannelAction = action(one, async (actor, input) =>
  testChannel(await prove(actor, input.slug), input.id),
);

export const sendAgainAction = action(z.strictObject({ ...one.shape, delivery: z.string() }), async (actor, input) => {
  await sendAgain(await prove(actor, input.slug), input.id, input.delivery);
});

export const sendFailedAgainAction = action(one, async (actor, input) =>
  sendFailedAgain(await prove(actor, input.slug), input.id),
);
