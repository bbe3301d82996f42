import CircleCheck from 'lucide-react/icons/circle-check';
import EyeOff from 'lucide-react/icons/eye-off';
import Heart from 'lucide-react/icons/heart';
import Mail from 'lucide-react/icons/mail';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Tag from 'lucide-react/icons/tag';
import UserRound from 'lucide-react/icons/user-round';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import { useNavigate } from 'react-router';
import { type Action, useActions } from '../../../../web/kit/actions.ts';
import { undoLatest } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import { type Comment, whyNot } from '../../comments/contract.ts';
import { beginWriting } from '../composer/answering.ts';
import { isOpen } from './asking.ts';
import type { Comments } from './comments.ts';
import { assign, close, setHidden, setLiked, setStatus } from './deeds.ts';
import type { Mode } from './desk/words-kept.ts';
import { useWhyNotHere } from './rights.ts';
import { knownComment } from './showing.ts';
import { isLikedByUs } from './words.ts';

const group = 'With the comment';

/** The comment in the address, else the one the list is at. */
export function targetOf({ pages, openId, cursor }: Comments): Comment | undefined {
  const id = openId ?? cursor.id;
  if (id === undefined) return undefined;
  return pages.items.find((one) => one.id === id) ?? knownComment(id);
}

/** What can be done with the comment one is at: by key and by palette, wherever the focus is. */
export function useDeedKeys(comments: Comments): void {
  const navigate = useNavigate();
  const comment = targetOf(comments);
  const contactId = comment?.author.contactId;
  const { workspaceId } = comments.at;
  const mayNotOrganize = useWhyNotHere('inbox.organize', comment, 'organise comments');
  const mayNotReply = useWhyNotHere('inbox.reply', comment, 'answer comments');
  useActions([
    ...(comment && !mayNotOrganize ? organising(comments, comment) : []),
    ...(comment && !mayNotReply ? [...liking(comments, comment), ...moderating(comments, comment)] : []),
    ...(comment && !mayNotReply
      ? [
          ...writing(comments, comment, 'public'),
          ...(comment.kind === 'review' ? [] : writing(comments, comment, 'private')),
        ]
      : []),
    ...(comment && !mayNotOrganize ? writing(comments, comment, 'note') : []),
    ...(contactId ? [opening(() => void navigate(paths.contact({ workspaceId, contactId })))] : []),
    { id: 'comments.undo', title: 'Undo', group: 'Everywhere', keys: 'z', keysOnly: true, run: undoLatest },
  ]);
}

const opening = (run: () => void): Action => ({
  ...{ id: 'comments.person', title: 'Open who wrote it', group, keys: 'i', icon: UserRound, run },
});

const written: Record<Mode, { readonly title: string; readonly keys: string }> = {
  public: { title: 'Answer', keys: 'r' },
  private: { title: 'Answer in private', keys: 'p' },
  note: { title: 'Write a note', keys: 'n' },
};

/** Where it is open, or as soon as it is. */
function writing({ openId, goTo }: Comments, { id }: Comment, mode: Mode): Action[] {
  const run = () => {
    beginWriting(id, mode);
    if (id !== openId) goTo(id);
  };
  return [{ id: `comments.${mode}`, group, ...written[mode], run }];
}

function organising(comments: Comments, comment: Comment): Action[] {
  const { at } = comments;
  const isWaiting = isOpen(comment);
  return [
    {
      id: 'comments.close',
      title: isWaiting ? 'Close' : 'Open again',
      group,
      keys: 'e',
      icon: isWaiting ? CircleCheck : RotateCcw,
      keywords: ['done', 'ignore', 'resolve'],
      run: () => {
        if (isWaiting) comments.goToNext();
        void close(at, comment);
      },
    },
    {
      id: 'comments.give',
      title: 'Give to somebody',
      group,
      keys: 'a',
      icon: UserRoundPlus,
      keywords: ['assign'],
      run: () => comments.choose('colleague', comment),
    },
    {
      id: 'comments.take',
      title: 'Take it myself',
      group,
      keys: 'm',
      icon: UserRoundPlus,
      keywords: ['assign', 'me'],
      run: () => {
        if (at.me && at.myName) void assign(at, comment, { memberId: at.me, name: at.myName });
      },
    },
    {
      id: 'comments.tags',
      title: 'Tags',
      group,
      keys: '#',
      icon: Tag,
      run: () => comments.choose('tags', comment),
    },
    {
      id: 'comments.unread',
      title: 'Mark as new',
      group,
      keys: 'u',
      icon: Mail,
      keywords: ['unread'],
      run: () => {
        void setStatus(at, comment, 'unread');
        // Left open it would be read again at once.
        if (comments.openId) comments.goTo(undefined);
      },
    },
  ];
}

/** Offered only where the platform takes it. */
function liking({ at }: Comments, comment: Comment): Action[] {
  const isLiked = isLikedByUs(comment);
  if (whyNot(isLiked ? 'unlike' : 'like', comment, new Date())) return [];
  return [
    {
      id: 'comments.like',
      title: isLiked ? 'Like it no longer' : `Like it as ${comment.channel.name}`,
      group,
      keys: 'l',
      icon: Heart,
      keywords: ['heart', 'love'],
      run: () => void setLiked(at, comment, !isLiked),
    },
  ];
}

function moderating({ at }: Comments, comment: Comment): Action[] {
  const isHidden = comment.hiddenAt !== null;
  if (whyNot(isHidden ? 'unhide' : 'hide', comment, new Date())) return [];
  return [
    {
      id: 'comments.hide',
      title: isHidden ? 'Show it again' : 'Hide it from others',
      group,
      keys: 'h',
      icon: EyeOff,
      keywords: ['moderate'],
      run: () => void setHidden(at, comment, !isHidden),
    },
  ];
}
