import Ellipsis from 'lucide-react/icons/ellipsis';
import Fingerprint from 'lucide-react/icons/fingerprint-pattern';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash';
import { lazy, Suspense, useState } from 'react';
import { callWith, proved, queryClient } from '../../../web/kit/api.ts';
import { Badge } from '../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../web/kit/Button.tsx';
import { AlertDialog } from '../../../web/kit/Dialog.tsx';
import { Menu } from '../../../web/kit/Menu.tsx';
import { makePasskey, PasskeyGivenUp, passkeysWork } from '../../../web/kit/passkeys.ts';
import { Section } from '../../../web/kit/Section.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { Time } from '../../../web/kit/time.tsx';
import { toast } from '../../../web/kit/toast.ts';
import {
  deletePasskey,
  getFactors,
  type Passkey,
  type PasskeyRegistration,
  passkeysMax,
  postPasskey,
  postPasskeyOptions,
} from '../factors/contract.ts';
import { getMe } from '../sign-in/contract.ts';

const RenamePasskey = lazy(() => import('./RenamePasskey.tsx'));
const stale = [[getFactors.path], [getMe.path]];

export function PasskeysSection({ passkeys }: { passkeys: readonly Passkey[] }) {
  const [renaming, setRenaming] = useState<Passkey>();
  const [removing, setRemoving] = useState<Passkey>();
  const whyNot = whyNotAdd(passkeys.length);
  const adding = useAddPasskey(setRenaming);
  return (
    <Section
      title="Passkeys"
      hint="Your finger, your face or your device’s PIN, instead of a password and a code."
      actions={
        <Button
          icon={Fingerprint}
          busy={adding.isPending}
          onClick={adding.add}
          disabledReason={whyNot}
          reasonShown={false}
        >
          Add passkey
        </Button>
      }
    >
      {whyNot && <p className="text-sm text-faint">{whyNot}</p>}
      {passkeys.length > 0 && (
        <ul aria-label="Passkeys">
          {passkeys.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              onRename={() => setRenaming(passkey)}
              onRemove={() => setRemoving(passkey)}
            />
          ))}
        </ul>
      )}
      <Suspense>
        {renaming && <RenamePasskey passkey={renaming} onClose={() => setRenaming(undefined)} />}
      </Suspense>
      <RemovePasskey passkey={removing} onClose={() => setRemoving(undefined)} />
    </Section>
  );
}

/** Asked first: the device keeps its half, and it opens nothing any more. */
function RemovePasskey({ passkey, onClose }: { passkey: Passkey | undefined; onClose: () => void }) {
  const remove = useSend(deletePasskey, {
    stale,
    failureTitle: 'The passkey is still there',
    onReply: () => toast({ title: 'The passkey is removed' }),
  });
  const confirmed = () => {
    // Gone before it is sent: what asks for a proof then stands alone.
    onClose();
    if (passkey) remove.send({ params: { passkeyId: passkey.id } });
  };
  return (
    <AlertDialog
      open={passkey !== undefined}
      title="Remove the passkey?"
      body={`“${passkey?.name ?? ''}” opens nothing here any more. Delete it on the device as well.`}
      confirm="Remove passkey"
      onConfirm={confirmed}
      onCancel={onClose}
    />
  );
}

function whyNotAdd(count: number): string | undefined {
  if (!passkeysWork())
    return 'No passkey can be made here: they belong to the name of a site, and this address is none.';
  return count >= passkeysMax ? `No more than ${passkeysMax}. Remove one first.` : undefined;
}

interface PasskeyRowProps {
  passkey: Passkey;
  onRename: () => void;
  onRemove: () => void;
}

function PasskeyRow({ passkey, onRename, onRemove }: PasskeyRowProps) {
  const { name, createdAt, lastUsedAt, backedUp } = passkey;
  return (
    <li className="flex items-center gap-4 border-b border-line py-3">
      <Fingerprint size={20} strokeWidth={1.5} className="shrink-0 text-faint" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="min-w-0 truncate">{name}</span>
          {backedUp && <Badge>In a password manager</Badge>}
        </p>
        <p className="text-sm text-faint">
          Added <Time at={createdAt} as="day" />,{' '}
          {lastUsedAt ? (
            <>
              used <Time at={lastUsedAt} />
            </>
          ) : (
            'not used yet'
          )}
        </p>
      </div>
      <Menu
        trigger={<IconButton icon={Ellipsis} label={`Actions for ${name}`} size="small" />}
        items={[
          { label: 'Rename', icon: Pencil, onSelect: onRename },
          { label: 'Remove', icon: Trash, onSelect: onRemove, danger: true, apart: true },
        ]}
      />
    </li>
  );
}

/** Three steps in one press: asked of the server, made by the device, kept by the server. */
function useAddPasskey(onAdded: (passkey: Passkey) => void) {
  const [isPending, setPending] = useState(false);
  const add = async () => {
    setPending(true);
    try {
      const { ticket, options } = await proved(() => callWith(postPasskeyOptions, {}));
      const response = await makePasskey<PasskeyRegistration>(options);
      const passkey = await callWith(postPasskey, { body: { ticket, response } });
      toast({ title: 'The passkey is added', body: 'You can sign in with it from now on.' });
      onAdded(passkey);
    } catch (error) {
      const body = (error as Error).message;
      toast({
        kind: 'failed',
        title: error instanceof PasskeyGivenUp ? 'Nothing was added' : 'No passkey',
        body,
      });
    } finally {
      setPending(false);
      for (const queryKey of stale) void queryClient.invalidateQueries({ queryKey });
    }
  };
  return { add: () => void add(), isPending };
}
