import { useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { sendNow, useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  addressLengthMax,
  crawlLimits,
  listIngestionJobs,
  listSites,
  pagesOfSiteMax,
  putSite,
  readSite,
  type Site,
  SiteId,
  scopes,
} from '../../contract.ts';
import { DialogFoot } from '../parts/DialogFoot.tsx';
import { LanguageField } from '../parts/LanguageField.tsx';
import { PlaceField, placeOf, usePlaces } from '../parts/PlaceField.tsx';
import { anyLanguage, plainAddress } from '../words.ts';
import { everyOptionsWith, scopeOptions, wholeAddress } from './site-words.ts';

interface SiteDialogProps {
  /** Undefined: a new one. */
  site: Site | undefined;
  onClose: () => void;
}

export default function SiteDialog({ site, onClose }: SiteDialogProps) {
  const workspaceId = useHere().workspace.id;
  const places = usePlaces();
  const [siteId] = useState(() => site?.id ?? SiteId.parse(uuidv7()));
  const [begun] = useState(() => draftOf(site));
  const [draft, setDraft] = useState(begun);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const place = draft.place ?? places[0]?.value ?? '';
  const params = { workspaceId, siteId };
  const { send, isPending, error } = useSend(putSite, {
    stale: [[listSites.path]],
    onReply: (saved) => {
      onClose();
      toast({ title: `${plainAddress(saved.address)} is ${site ? 'changed' : 'being read'}` });
      if (site) return;
      const failureTitle = 'It is kept, and was not read yet';
      void sendNow(
        readSite,
        { params, body: { isFull: true } },
        { stale: [[listIngestionJobs.path]], failureTitle },
      ).catch(() => undefined);
    },
  });
  return (
    <Dialog open wide onClose={onClose} title={site ? 'Change how it is read' : 'Add a page or a site'}>
      <Form
        error={error}
        unsaved={JSON.stringify(draft) !== JSON.stringify(begun)}
        onSubmit={() => send({ params, body: bodyOf(site, draft, place) })}
      >
        <Where site={site} draft={draft} change={change} />
        <div className="grid gap-4 sm:grid-cols-2">
          <HowMuch site={site} draft={draft} change={change} />
          <LanguageField
            placeholder="As each page says"
            value={draft.language}
            onChange={(language) => change({ language })}
          />
          {places.length > 1 && (
            <PlaceField places={places} value={place} onChange={(next) => change({ place: next })} />
          )}
        </div>
        <DialogFoot onClose={onClose} busy={isPending} whyNot={whyNotSend(draft)}>
          {site ? 'Save' : 'Add and read it'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface PartProps {
  site: Site | undefined;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

const Where = ({ site, draft: { address, scope }, change }: PartProps) => (
  <>
    {site ? (
      <p className="text-soft [overflow-wrap:anywhere]">{plainAddress(site.address)}</p>
    ) : (
      <TextField
        {...{ name: 'address', label: 'Address', inputMode: 'url', autoComplete: 'off', spellCheck: false }}
        placeholder="shop.com/help"
        hint="What robots.txt keeps closed is not read."
        maxLength={addressLengthMax}
        value={address}
        onChange={(next) => change({ address: next })}
      />
    )}
    <RadioGroup
      name="scope"
      label="What is read"
      options={scopeOptions}
      value={scope}
      onChange={(next) => change({ scope: scopes.find((one) => one === next) ?? 'below' })}
    />
  </>
);

const HowMuch = ({ site, draft: { scope, every, pages }, change }: PartProps) => (
  <>
    <Select
      name="resyncHours"
      label="How often"
      hint="Read again, only what changed is written anew."
      placeholder="When somebody asks for it"
      options={everyOptionsWith(site?.resyncHours ?? null)}
      value={every}
      onChange={(next) => change({ every: next })}
    />
    {scope !== 'page' && (
      <TextField
        {...{ name: 'pagesMax', label: 'Pages at most', inputMode: 'numeric', autoComplete: 'off' }}
        hint={`Up to ${pagesOfSiteMax.toLocaleString('en')}.`}
        value={pages}
        onChange={(next) => change({ pages: next })}
      />
    )}
  </>
);

interface Draft {
  readonly address: string;
  readonly scope: Site['scope'];
  readonly every: string;
  readonly pages: string;
  readonly language: string;
  /** Empty: everywhere. Undefined: nobody has chosen yet. */
  readonly place: string | undefined;
}

const draftOf = (site: Site | undefined): Draft => ({
  ...{ address: site?.address ?? '', scope: site?.scope ?? 'below' },
  every: String(site?.resyncHours ?? ''),
  pages: String(site?.pagesMax ?? crawlLimits.pagesMax),
  language: site?.language ?? anyLanguage,
  place: site ? (site.locationId ?? '') : undefined,
});

const bodyOf = (site: Site | undefined, draft: Draft, place: string) => ({
  address: site?.address ?? wholeAddress(draft.address),
  scope: draft.scope,
  pagesMax: Number(draft.pages),
  depthMax: site?.depthMax ?? crawlLimits.depthMax,
  resyncHours: draft.every === '' ? null : Number(draft.every),
  language: draft.language === anyLanguage ? null : draft.language,
  locationId: placeOf(place),
});

function whyNotSend({ address, pages }: Draft): string | undefined {
  if (address.trim() === '') return 'Write the address first.';
  const number = Number(pages);
  const isSome = Number.isInteger(number) && number >= 1 && number <= pagesOfSiteMax;
  return isSome ? undefined : 'Write how many pages at most, as a number.';
}
