namespace Gateway.Wire.Errors;

/// <summary>An error as an OpenAI client reads it. Only <see cref="ApiErrors"/> makes them, so that the catalog is one file.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The class of error, in OpenAI's words.</param>
/// <param name="Code">The code clients switch on. Always a string: some clients refuse a number.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
/// <param name="Param">The request field at fault, if any.</param>
internal sealed record ApiError(int Status, string Type, string Code, string Message, string? Param = null)
{
    /// <summary>Seconds for <c>Retry-After</c>. Never 60 or more: SDKs ignore such values or sleep through them.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>
    /// True to tell SDKs with <c>x-should-retry: false</c> that sending again is pointless. By default the status decides: true unless it
    /// says that waiting may help. An error whose status says so wrongly sets this itself.
    /// </summary>
    public bool Final { get; init; } = Status is not (408 or 429 or >= 500);
}
