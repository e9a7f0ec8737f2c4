/** A name that a pickle refers to, kept as data: never looked up. */
export type PickleName = { readonly global: string };

/** A call that a pickle asks for, kept as data: never made. */
export type PickleCall = { readonly call: string; readonly args: readonly unknown[] };
