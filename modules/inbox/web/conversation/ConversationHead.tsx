import AlarmClock from 'lucide-react/icons/alarm-clock';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import ChevronsUp from 'lucide-react/icons/chevrons-up';
import CircleCheck from 'lucide-react/icons/circle-check';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Mail from 'lucide-react/icons/mail';
import PanelRight from 'lucide-react/icons/panel-right';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Tag from 'lucide-react/icons/tag';
import Timer from 'lucide-react/icons/timer';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import { Link } from 'react-router';
import { actionFor, useActions } from '../../../../web/kit/actions.ts';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Menu, type MenuItem } from '../../../../web/kit/Menu.tsx';
import { useIsPhone } from '../../../../web/kit/screen-size.ts';
import { Tooltip } from '../../../../web/kit/Tooltip.tsx';
import type { Conversation } from '../../contract.ts';
import { ChannelMark } from '../ChannelMark.tsx';
import { addressOf, useInbox } from '../inbox.ts';
import type { PersonShown } from '../person/usePersonShown.ts';
import { setCategory, setStatus } from '../triage/deeds.ts';
import { type OpenTriage, useOpenTriage } from '../triage/triage.ts';
import { channelLabels } from '../words.ts';
import { StateLine } from './StateLine.tsx';

interface HeadProps {
  conversation: Conversation;
  person: PersonShown;
}

/** With whom, how it stands, and what can be done about it: the most usual as a button, all of it by key. */
export function ConversationHead({ conversation, person }: HeadProps) {
  const inbox = useInbox();
  const { channel, person: who } = conversation;
  useActions([
    {
      id: 'inbox.person',
      title: person.isShown ? 'Hide the person' : 'Show the person',
      group: 'In the conversation',
      keys: 'i',
      icon: PanelRight,
      run: person.toggle,
    },
    {
      id: 'inbox.back',
      title: 'Back to the list',
      group: 'In the conversation',
      keys: 'escape',
      keysOnly: true,
      run: () => inbox.goTo(undefined),
    },
  ]);
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-2 border-b border-line py-1.5 pr-2 pl-4 sm:pl-6">
      <Link
        to={addressOf(inbox, undefined)}
        className="-ml-2 rounded-md p-2 text-soft hover:bg-hover sm:hidden"
        aria-label="Back to the list"
      >
        <ArrowLeft size={18} aria-hidden />
      </Link>
      <div className="min-w-0 flex-1">
        <h2 className="flex min-w-0 items-center gap-2 text-base font-[600]">
          <span className="truncate">{who.name}</span>
          <Tooltip text={`${channelLabels[channel.platform]} · ${channel.name}`}>
            <span className="inline-flex">
              <ChannelMark platform={channel.platform} size="tiny" />
              <span className="sr-only">{`on ${channelLabels[channel.platform]}, ${channel.name}`}</span>
            </span>
          </Tooltip>
        </h2>
        <StateLine conversation={conversation} />
      </div>
      <Deeds conversation={conversation} person={person} />
    </header>
  );
}

function Deeds({ conversation, person }: HeadProps) {
  const inbox = useInbox();
  const open = useOpenTriage();
  const { at } = inbox;
  const { status, category, mayOrganize } = conversation;
  const whyNot = mayOrganize ? undefined : 'You can read this conversation, and not organise it.';
  const isClosed = status === 'closed';
  const isPhone = useIsPhone();
  return (
    <div className="flex shrink-0 items-center gap-0.5">
      {category === 'requests' && mayOrganize && <AcceptButton conversation={conversation} />}
      {!isPhone && <AssigneeButton conversation={conversation} whyNot={whyNot} />}
      {!isPhone && (
        <IconButton
          icon={AlarmClock}
          label="Snooze"
          keys="s"
          disabledReason={whyNot}
          onClick={() => open('snooze', [conversation])}
        />
      )}
      <IconButton
        icon={isClosed ? RotateCcw : CircleCheck}
        label={isClosed ? 'Open again' : 'Close'}
        keys="e"
        disabledReason={whyNot}
        onClick={() => actionFor('e')?.run()}
      />
      <Menu
        trigger={<IconButton icon={Ellipsis} label="More" />}
        items={moreOf(conversation, whyNot, {
          isPhone,
          open,
          setAside: () => void setStatus(at, [conversation], status === 'pending' ? 'open' : 'pending'),
        })}
      />
      <IconButton
        icon={PanelRight}
        label={person.isShown ? 'Hide the person' : 'Show the person'}
        keys="i"
        aria-pressed={person.isShown}
        onClick={person.toggle}
      />
    </div>
  );
}

function AcceptButton({ conversation }: { conversation: Conversation }) {
  const { at } = useInbox();
  return (
    <Button
      size="small"
      look="primary"
      className="mr-1"
      onClick={() => void setCategory(at, conversation, 'general')}
    >
      Accept
    </Button>
  );
}

function AssigneeButton({
  conversation,
  whyNot,
}: {
  conversation: Conversation;
  whyNot: string | undefined;
}) {
  const open = useOpenTriage();
  const name = conversation.assignee?.name;
  return (
    <Tooltip text={whyNot ?? (name ? `With ${name}` : 'Give to somebody')} keys="a">
      <button
        type="button"
        aria-disabled={whyNot ? true : undefined}
        aria-label={name ? `With ${name}. Give to somebody` : 'Give to somebody'}
        onClick={() => whyNot || open('assign', [conversation])}
        className="flex size-9 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink pointer-coarse:size-11"
      >
        {name ? (
          <Avatar name={name} size="small" />
        ) : (
          <UserRoundPlus size={17} strokeWidth={1.75} aria-hidden />
        )}
      </button>
    </Tooltip>
  );
}

function moreOf(
  conversation: Conversation,
  whyNot: string | undefined,
  { isPhone, open, setAside }: { isPhone: boolean; open: OpenTriage; setAside: () => void },
): MenuItem[] {
  const rows = [conversation];
  const item = { disabledReason: whyNot };
  // Beside the menu there is no room for them.
  const onPhone: MenuItem[] = [
    { ...item, label: 'Give to somebody', icon: UserRoundPlus, onSelect: () => open('assign', rows) },
    { ...item, label: 'Snooze', icon: AlarmClock, onSelect: () => open('snooze', rows) },
  ];
  return [
    ...(isPhone ? onPhone : []),
    { label: 'Tags', icon: Tag, keys: '#', disabledReason: whyNot, onSelect: () => open('tag', rows) },
    {
      label: 'Priority',
      icon: ChevronsUp,
      keys: 'p',
      disabledReason: whyNot,
      onSelect: () => open('priority', rows),
    },
    {
      label: conversation.status === 'pending' ? 'Take up again' : 'Set aside',
      icon: Timer,
      disabledReason: whyNot,
      onSelect: setAside,
    },
    { label: 'Mark as unread', icon: Mail, keys: 'u', apart: true, onSelect: () => actionFor('u')?.run() },
  ];
}
