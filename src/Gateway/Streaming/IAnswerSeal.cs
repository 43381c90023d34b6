namespace Gateway.Streaming;

/// <summary>What has to be done before the last bytes of an answer leave: its record is made safe.</summary>
internal interface IAnswerSeal
{
    /// <summary>Never fails. A second call does nothing.</summary>
    /// <param name="end">How the answer ended.</param>
    ValueTask SealAsync(AnswerEnd end);
}
