import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { alertAddressesMax } from '../administration/contract.ts';
import type { ApplicationForm } from './contract.ts';

/** Who wants to hear of applications of this type. */
export function alertedOf(tx: Tx, type: ApplicationForm['accountType']) {
  return tx.many(
    z.object({ email: z.string() }),
    sql`
    select email from identity.application_alerts
     where paused_at is null and case ${type} when 'creator' then creator_applications else agency_applications end
     order by email limit ${alertAddressesMax}`,
  );
}

/** Whether one of them still does. */
export async function isAlerted(tx: Tx, email: string): Promise<boolean> {
  const found = await tx.maybeOne(
    z.object({ email: z.string() }),
    sql`select email from identity.application_alerts where email = ${email} and paused_at is null`,
  );
  return found !== undefined;
}
