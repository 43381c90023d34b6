namespace Gateway.Configuration;

/// <summary>What happens to new requests that can no longer be recorded.</summary>
internal enum LedgerFull
{
    /// <summary>They are refused.</summary>
    Refuse,

    /// <summary>They are served without a record.</summary>
    Continue,
}
