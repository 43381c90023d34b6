namespace Gateway.Wire.Streams;

/// <summary>Makes the record of an answer safe before its last bytes leave.</summary>
internal interface IAnswerSeal
{
    /// <summary>Makes the record safe. Never fails; a second call does nothing.</summary>
    /// <param name="end">How the answer ended.</param>
    ValueTask SealAsync(AnswerEnd end);
}
