import { TextInput } from "#components/form/text-input.tsx";
import type { ChannelKind } from "#server/channel-shape.ts";

type AddressFieldProps = {
  kind: ChannelKind;
  ownMail?: string | undefined;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  /** Of one that stands already: where it goes, without what is secret in it. */
  shown?: string | undefined;
  error: string | undefined;
};

const WORDS: Record<ChannelKind, { label: string; help: string; placeholder: string }> = {
  webhook: {
    label: "Address",
    help: "Each piece of news is sent there by itself, as a signed CloudEvent. The address is kept sealed.",
    placeholder: "https://hooks.example.org/throughline",
  },
  slack: {
    label: "Address of the incoming webhook",
    help: "Made in Slack, Mattermost or Rocket.Chat for one of its channels. Whoever knows it can write there, so it is kept sealed.",
    placeholder: "https://hooks.slack.com/services/…",
  },
  email: {
    label: "Mail addresses",
    help: "Up to 20, with commas. Each gets a mail of its own.",
    placeholder: "model-team@example.org",
  },
};

export function AddressField({ kind, ownMail, value, onChange, shown, error }: AddressFieldProps) {
  if (ownMail !== undefined)
    return (
      <TextInput
        path="address"
        label="Goes to"
        value={ownMail}
        onChange={() => undefined}
        readOnly
        help="The address that you sign in with."
        error={error}
      />
    );
  const { label, help, placeholder } = WORDS[kind];
  return (
    <TextInput
      path="address"
      type={kind === "email" ? "text" : "url"}
      label={label}
      help={shown ? `It goes to ${shown}. Enter another address to change that; empty leaves it as it is.` : help}
      placeholder={placeholder}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
