using System.Data.Common;
using Gateway.Ledger.Records;

namespace Gateway.Ledger.Store.Tables;

/// <summary>Reads a record from its table.</summary>
internal static class StoredRecord
{
    // The columns before the fields.
    private const int Key = 2;

    /// <summary>Converts an id to bytes that sort by time.</summary>
    public static byte[] Bytes(Guid request) => request.ToByteArray(bigEndian: true);

    /// <param name="row">A row with all columns of <see cref="RecordTable"/>, in their order.</param>
    public static UsageRecord Read(DbDataReader row)
    {
        var record = UsageRecord.Blank(new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true), row.GetInt32(1));
        for (var i = 0; i < RecordFields.All.Length; i++)
        {
            if (!row.IsDBNull(Key + i))
            {
                RecordFields.All[i].Load(record, row, Key + i);
            }
        }

        return record;
    }
}
