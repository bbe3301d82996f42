import { type KeyboardEvent, useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import PopoverPopup from '../../../../web/kit/PopoverPopup.tsx';
import type { Popup } from '../../../../web/kit/popup.ts';
import {
  type Conversation,
  isEmojiTaken,
  isSameEmoji,
  type Message,
  type Reactions,
} from '../../contract.ts';
import { channelLabels } from '../words.ts';
import { oursUnder, useReactionDeeds } from './reacting.ts';

interface Props {
  popup: Popup;
  message: Message;
  conversation: Conversation;
  reactions: Reactions;
}

/** As they are called aloud. */
const names: Readonly<Record<string, string>> = {
  '❤️': 'Heart',
  '👍': 'Thumbs up',
  '😆': 'Laughing',
  '😂': 'Tears of joy',
  '😮': 'Surprised',
  '😢': 'Sad',
  '😡': 'Angry',
  '🙏': 'Thanks',
};

/** The usual ones in a row; where the platform takes any, a field for another. The one that is there is taken off. */
export default function ReactionChooser({ popup, message, conversation, reactions }: Props) {
  const deeds = useReactionDeeds(conversation);
  const ours = oursUnder(message);
  const isOurs = (emoji: string) => ours !== undefined && isSameEmoji(ours, emoji);
  const press = (emoji: string) => {
    popup.close();
    if (isOurs(emoji)) deeds.takeOff(message);
    else deeds.put(message, emoji);
  };
  const isOther = ours !== undefined && !reactions.usual.some(isOurs);
  return (
    <PopoverPopup popup={popup} title="Put an emoji under it">
      <div role="toolbar" aria-label="Emoji" className="mt-2 flex justify-between" onKeyDown={moveAlong}>
        {[...reactions.usual, ...(isOther ? [ours] : [])].map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-pressed={isOurs(emoji)}
            aria-label={isOurs(emoji) ? `${nameOf(emoji)}, take it off` : nameOf(emoji)}
            onClick={() => press(emoji)}
            className={cx(
              'flex size-9 items-center justify-center rounded-md border text-xl leading-none pointer-coarse:size-10',
              isOurs(emoji) ? 'border-accent bg-wash' : 'border-transparent hover:bg-hover',
            )}
          >
            {emoji}
          </button>
        ))}
      </div>
      {reactions.isAny && <Another reactions={reactions} onPut={press} />}
      <p className="mt-2 text-sm text-faint">
        {ours === undefined
          ? `${conversation.person.name} sees it on ${channelLabels[conversation.channel.platform]}.`
          : 'Press it once more to take it off.'}
      </p>
    </PopoverPopup>
  );
}

const nameOf = (emoji: string) => names[emoji] ?? emoji;

function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  if (!by || at < 0) return;
  event.preventDefault();
  buttons.at((at + by) % buttons.length)?.focus();
}

function Another({ reactions, onPut }: { reactions: Reactions; onPut: (emoji: string) => void }) {
  const [emoji, setEmoji] = useState('');
  const [isTried, setTried] = useState(false);
  const isTaken = isEmojiTaken(reactions, emoji.trim());
  return (
    <form
      className="mt-3 flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isTaken) onPut(emoji.trim());
        else setTried(true);
      }}
    >
      <TextField
        name="emoji"
        label="Another"
        autoComplete="off"
        className="flex-1"
        value={emoji}
        error={isTried && !isTaken ? 'One emoji, and nothing else.' : undefined}
        onChange={setEmoji}
      />
      <Button type="submit" className="mt-6.5">
        Put it there
      </Button>
    </form>
  );
}
