namespace Gateway.Protocol;

/// <summary>The members that say what an answer is called.</summary>
[Flags]
internal enum HeadMembers
{
    None = 0,
    Id = 1,
    Object = 2,
    Created = 4,
    Model = 8,
    All = Id | Object | Created | Model,
}
