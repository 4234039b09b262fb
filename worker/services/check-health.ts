/** Whether the database answers at all. */
export async function checkHealth(database: D1Database): Promise<boolean> {
  try {
    return (await database.prepare("SELECT 1 AS answer").first("answer")) === 1;
  } catch (error) {
    console.error(JSON.stringify({ health: "database", error: String(error) }));
    return false;
  }
}
