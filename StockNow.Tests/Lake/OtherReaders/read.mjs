// Reads Parquet files with hyparquet. Arguments: the folder of the packages, then the files.
// Prints one JSON object: all rows, and for each column how many rows a filter on each of its values finds.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [packages, ...files] = process.argv.slice(2)
const require = createRequire(pathToFileURL(packages + '/'))
const { asyncBufferFromFile, parquetQuery, parquetReadObjects } = await import(pathToFileURL(require.resolve('hyparquet')))
const { compressors } = await import(pathToFileURL(require.resolve('hyparquet-compressors')))

const rows = []
const found = {}
for (const path of files) {
  const file = await asyncBufferFromFile(path)
  const own = await parquetReadObjects({ file, compressors })
  rows.push(...own)
  for (const column of Object.keys(own[0]))
    for (const value of new Set(own.map(row => row[column])).values()) {
      if (value === null || value === undefined || value instanceof Date) continue
      const matches = await parquetQuery({ file, compressors, filter: { [column]: { $eq: value } } })
      found[column] = (found[column] ?? 0) + matches.length
    }
}
// JSON makes a text of a Date before a replacer sees it, so the replacer looks at the object.
function plain(key, value) {
  return this[key] instanceof Date ? this[key].getTime() : typeof value === 'bigint' ? Number(value) : value
}
process.stdout.write(JSON.stringify({ rows, found }, plain))
