namespace Gateway.Quotas;

/// <summary>What a request holds of its quotas until it is settled.</summary>
internal sealed class QuotaHold(QuotaSubject[] subjects, QuotaAmount reserved, QuotaAmount prompt)
{
    public QuotaSubject[] Subjects => subjects;

    public QuotaAmount Reserved { get; set; } = reserved;

    /// <summary>The estimate of the prompt alone, by the dearest candidate.</summary>
    public QuotaAmount Prompt => prompt;

    /// <summary>Whether the reservation could not be made larger, so that the answer has to end.</summary>
    public bool IsExhausted { get; set; }
}
