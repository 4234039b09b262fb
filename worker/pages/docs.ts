export async function docsPage(): Promise<{ html: string; contentSecurityPolicy: string }> {
  return { html: "<!doctype html><title>docs</title>", contentSecurityPolicy: "default-src 'none'" };
}
