namespace Gateway.Configuration;

/// <summary>The time over which a limit counts. The numbers are told to the scripts in Redis.</summary>
internal enum LimitWindow
{
    /// <summary>Any 60 seconds.</summary>
    Minute = 0,

    /// <summary>By the calendar, as is <see cref="Month"/>.</summary>
    Day = 1,

    Month = 2,

    AtOnce = 3,
}
