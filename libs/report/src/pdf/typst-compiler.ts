import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const resolve = createRequire(import.meta.url).resolve;

const fonts = ['400Regular/NotoSans_400Regular', '700Bold/NotoSans_700Bold'];

async function open() {
  const { default: start, TypstCompilerBuilder } = await import('@myriaddreamin/typst-ts-web-compiler');
  await start({ module_or_path: readFileSync(resolve('@myriaddreamin/typst-ts-web-compiler/wasm')) });
  const builder = new TypstCompilerBuilder();
  builder.set_dummy_access_model();
  for (const font of fonts)
    await builder.add_raw_font(readFileSync(resolve(`@expo-google-fonts/noto-sans/${font}.ttf`)));
  return builder.build();
}

let opened: ReturnType<typeof open> | undefined;

/**
 * Sets a Typst source with its files, in wasm: no network, no fonts of the machine, no clock.
 *
 * @param files by absolute path, as the source reads them
 */
export async function typesetPdf(source: string, files: ReadonlyMap<string, string>): Promise<Uint8Array> {
  opened ??= open();
  const compiler = await opened;
  compiler.reset();
  compiler.reset_shadow();
  compiler.add_source('/main.typ', source);
  for (const [path, text] of files) compiler.map_shadow(path, Buffer.from(text));
  const { result, diagnostics } = compiler.compile('/main.typ', undefined, 'pdf', 2);
  if (result) return result;
  throw new Error(`pdf: the page could not be set (${JSON.stringify(diagnostics).slice(0, 400)})`);
}
