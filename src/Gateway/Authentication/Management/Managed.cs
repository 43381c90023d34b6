using Gateway.Wire.Errors;

namespace Gateway.Authentication.Management;

/// <summary>The result of a change: a value, or the reason why there is none.</summary>
internal sealed record Managed<T>(T? Value, ApiError? Error)
    where T : class
{
    public static implicit operator Managed<T>(T value) => new(value, null);

    public static implicit operator Managed<T>(ApiError error) => new(null, error);
}
