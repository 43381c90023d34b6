namespace Gateway.Configuration;

/// <summary>The time over which a limit counts. The numbers are sent to the scripts in Redis.</summary>
internal enum LimitWindow
{
    /// <summary>Any 60 seconds.</summary>
    Minute = 0,

    /// <summary>A calendar day; <see cref="Month"/> is a calendar month.</summary>
    Day = 1,

    Month = 2,

    AtOnce = 3,
}
