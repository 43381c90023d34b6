namespace Gateway.Configuration;

/// <summary>The handling of new requests that can no longer be recorded.</summary>
internal enum LedgerFull
{
    /// <summary>They are refused.</summary>
    Refuse,

    /// <summary>They are served without a record.</summary>
    Continue,
}
